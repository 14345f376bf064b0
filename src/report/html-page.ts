/** Text in HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** Everything is in the page: no script, no font, no address that is fetched when it is opened. */
export function htmlPage(lang: string, title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${CSS}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

const CSS = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --paper: #fff; --sheet: #f6f8fa;
  --add: #dafbe1; --add-word: #aceebb; --del: #ffebe9; --del-word: #ffc1ba; --hunk: #ddf4ff;
  --error: #cf222e; --warning: #9a6700; --info: #0969da; --ok: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --paper: #0d1117;
  --sheet: #151b23; --add: #12261e; --add-word: #1f6f3a; --del: #2d1617; --del-word: #8e2a2a; --hunk: #121d2f;
  --error: #f85149; --warning: #d29922; --info: #4493f8; --ok: #3fb950; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 36px 0 10px; } p { margin: 6px 0; }
.soft { color: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0 4px; padding: 0; list-style: none; }
.counts li { border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px; background: var(--sheet); min-width: 110px; }
.counts b { display: block; font-size: 22px; line-height: 1.2; }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); } .ok { color: var(--ok); }
code, pre, .diff { font: 12.5px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--sheet); border-radius: 4px; padding: 1px 5px; overflow-wrap: anywhere; }
.group, details { border: 1px solid var(--line); border-radius: 8px; margin: 10px 0; overflow: hidden; }
.group > header, summary { background: var(--sheet); padding: 8px 14px; border-bottom: 1px solid var(--line); }
summary { cursor: pointer; } details:not([open]) > summary { border-bottom: 0; }
.group ul { margin: 0; padding: 4px 0; list-style: none; } .group li { padding: 6px 14px; }
.group li + li { border-top: 1px solid var(--line); }
.help { padding: 8px 14px; border-top: 1px solid var(--line); color: var(--soft); }
pre { margin: 6px 0 2px; padding: 8px 10px; background: var(--sheet); border-radius: 6px; overflow-x: auto; }
mark { background: none; color: inherit; text-decoration: underline wavy var(--error); text-underline-offset: 3px; }
.why { margin: 0; padding: 8px 14px 8px 32px; border-bottom: 1px solid var(--line); color: var(--soft); }
.diff { display: block; overflow-x: auto; padding: 4px 0; background: var(--paper); border-radius: 0; }
.diff span.l { display: block; white-space: pre; padding: 0 12px; min-width: max-content; }
.diff .h { background: var(--hunk); color: var(--soft); } .diff .a { background: var(--add); } .diff .d { background: var(--del); }
.diff .a b { background: var(--add-word); font-weight: inherit; border-radius: 3px; }
.diff .d b { background: var(--del-word); font-weight: inherit; border-radius: 3px; }
ol { padding-left: 24px; }
@media print { details, .group { break-inside: avoid; } }
`;
