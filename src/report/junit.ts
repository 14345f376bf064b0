import type { Problem, Report, Severity } from '../finding.js';
import type { PathContext } from './checkstyle.js';
import { problemsOf, redactor, repositoryPath } from './problems.js';
import { grouped } from './text-parts.js';
import { element, textNode } from './xml.js';

const ORDER: readonly (Severity | 'never')[] = ['info', 'warning', 'error', 'never'];

/**
 * JUnit's XML as Jenkins, GitLab and others read it: a suite for each package, a case for each place. A place below the
 * threshold of the run is a skipped case, a file that could not be analysed an error; a clean run is one case that passes.
 */
export function renderJunit(report: Report, context: PathContext): string {
  const problems = problemsOf(report);
  const failing = failingTest(report);
  const clean = redactor(report);
  const suites = [...grouped(problems, (one) => one.package)].map(([name, own]) =>
    suite(
      name,
      own.map((problem) => place(problem, failing(problem), clean, context)),
    ),
  );
  const broken = report.diagnostics.filter(({ severity }) => severity === 'error');
  if (broken.length > 0)
    suites.push(
      suite(
        'banjia',
        broken.map(({ file, message }) => failure(file, clean(message))),
      ),
    );
  if (suites.length === 0)
    suites.push(suite('banjia', [{ xml: element('testcase', CLEAN), state: 'passed' }]));
  const cases = suites.flatMap((one) => one.cases);
  const body = suites.map((one) => `  ${one.xml}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'banjia', ...totals(cases) }, ['\n', ...body])}\n`;
}

const CLEAN = { name: 'no OpenAI usage left', classname: 'banjia' };

interface Case {
  readonly xml: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'error';
}

/** `migrate` and `scan` have no threshold: there everything is a failure. */
function failingTest({ check }: Report): (problem: Problem) => boolean {
  return ({ severity }) => !check || ORDER.indexOf(severity) >= ORDER.indexOf(check.failOn);
}

function suite(name: string, cases: readonly Case[]) {
  const skipped = cases.filter(({ state }) => state === 'skipped').length;
  const xml = element('testsuite', { name, ...totals(cases), ...(skipped > 0 ? { skipped } : {}) }, [
    '\n',
    ...cases.map((one) => `    ${one.xml}\n`),
    '  ',
  ]);
  return { xml, cases };
}

function totals(cases: readonly Case[]) {
  const count = (state: Case['state']) => cases.filter((one) => one.state === state).length;
  return { tests: cases.length, failures: count('failed'), errors: count('error') };
}

function place(
  { decision, severity }: Problem,
  fails: boolean,
  clean: (text: string) => string,
  { prefix }: PathContext,
): Case {
  const { finding, help } = decision;
  const file = repositoryPath(finding.file, prefix);
  const { line, column } = finding.range.start;
  const message = clean(decision.message);
  const detail = [
    `${file}:${line}:${column}`,
    `${severity} ${finding.rule}`,
    message,
    help ? clean(help) : '',
  ];
  const outcome = fails
    ? element('failure', { message, type: finding.rule }, [textNode(detail.filter(Boolean).join('\n'))])
    : element('skipped', { message });
  const xml = element(
    'testcase',
    { name: `${line}:${column} ${message}`, classname: `${finding.rule}.${file}` },
    [outcome],
  );
  return { xml, state: fails ? 'failed' : 'skipped' };
}

function failure(file: string | null, message: string): Case {
  const xml = element('testcase', { name: file ?? 'banjia', classname: 'banjia' }, [
    element('error', { message, type: 'not-analysed' }),
  ]);
  return { xml, state: 'error' };
}
