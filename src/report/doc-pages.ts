import { REASON_NOTES } from '../reason-notes.js';
import { RULE_IDS, RULES, reasonPage, rulePage } from '../rules.js';
import { explanationOf, REASON_IDS } from './explain.js';

/** One page of `docs/`, by its path below that folder. */
export interface DocPage {
  readonly path: string;
  readonly text: string;
}

const NOTICE =
  '<!-- Written by `npm run docs` from src/rules.ts, src/reasons.ts and src/reason-notes.ts. -->';
const TOOL = { name: 'banjia', version: '' };

/** A page for each rule and each reason, and a list of both: the same words as `banjia explain`. */
export function docPages(): DocPage[] {
  return [
    ...RULE_IDS.map(ruleDoc),
    ...REASON_IDS.map(reasonDoc),
    { path: 'rules/README.md', text: rulesIndex() },
    { path: 'reasons/README.md', text: reasonsIndex() },
  ];
}

function ruleDoc(id: (typeof RULE_IDS)[number]): DocPage {
  const { title, finds, why } = RULES[id];
  const kind = id.slice(id.indexOf('/') + 1);
  const text = `${NOTICE}

# ${id}

${title}.

**Finds.** ${finds}

**Why it matters.** ${why}

**Accept one place**

\`\`\`ts
// banjia-ignore-next-line ${id} -- why it stays
\`\`\`

**Another severity**

\`\`\`json
{ "check": { "severity": { "${id}": "warning" } } }
\`\`\`

Kind in the JSON document: \`${kind}\`. All rules: [README.md](README.md).
`;
  return { path: rulePage(id), text };
}

function reasonDoc(id: (typeof REASON_IDS)[number]): DocPage {
  const { title = '', todo = '' } = explanationOf(id, TOOL) ?? {};
  const note = REASON_NOTES[id];
  const text = `${NOTICE}

# ${id}

${title}.

${note ? `**Why it is left to you.** ${note}\n\n` : ''}**What to do.** ${todo}

All reasons: [README.md](README.md).
`;
  return { path: reasonPage(id), text };
}

function rulesIndex(): string {
  const rows = RULE_IDS.map(
    (id) => `| [${id}](${rulePage(id).slice('rules/'.length)}) | ${RULES[id].title} |`,
  );
  return `${NOTICE}

# Rules

What banjia finds. \`banjia explain <rule>\` says the same in a terminal.

| rule | |
| --- | --- |
${rows.join('\n')}
`;
}

function reasonsIndex(): string {
  const rows = REASON_IDS.map(
    (id) =>
      `| [${id}](${reasonPage(id).slice('reasons/'.length)}) | ${explanationOf(id, TOOL)?.title ?? ''} |`,
  );
  return `${NOTICE}

# Reasons

Why a place is left to a person. \`banjia explain <reason>\` says the same in a terminal.

| reason | |
| --- | --- |
${rows.join('\n')}
`;
}
