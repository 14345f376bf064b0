import type { Problem, Report } from '../finding.js';
import type { PathContext } from './checkstyle.js';
import { isLiveKey, problemsOf, redactor, repositoryPath } from './problems.js';

const SEVERITIES = { error: 'critical', warning: 'major', info: 'info' } as const;

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function renderGitlab(report: Report, { prefix }: PathContext): string {
  const clean = redactor(report);
  const issues = problemsOf(report).map((problem) => issue(problem, clean, prefix));
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function issue(problem: Problem, clean: (text: string) => string, prefix: string | undefined) {
  const { finding, message, help } = problem.decision;
  return {
    description: clean([message, help ?? ''].filter(Boolean).join(' – ')),
    check_name: finding.rule,
    fingerprint: finding.id,
    severity: isLiveKey(problem) ? 'blocker' : SEVERITIES[problem.severity],
    location: {
      path: repositoryPath(finding.file, prefix),
      lines: { begin: finding.range.start.line, end: finding.range.end.line },
    },
  };
}
