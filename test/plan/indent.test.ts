import { describe, expect, it } from 'vitest';
import { indentStep } from '../../src/plan/indent.js';

describe('indentStep', () => {
  it.each([
    ['two blanks', 'f(() => {\n  a();\n});\n', '  '],
    ['four blanks', 'const a = {\n    b: 1,\n};\n', '    '],
    ['tabs', 'if (a) {\n\tb();\n}\n', '\t'],
    ['what is deeper, not how deep', '  if (a) {\n      b();\n  }\n', '    '],
    ['line ends of Windows', 'if (a) {\r\n    b();\r\n}\r\n', '    '],
    [
      'no comment that is set in by hand',
      '/* one\n   two\n*/\n/**\n * [\n   * a\n */\nf([\n    1,\n]);\n',
      '    ',
    ],
    ['nothing to go by', 'a();\n', '  '],
  ])('%s', (_name, text, step) => {
    expect(indentStep(text)).toBe(step);
  });
});
