/** Where the rules are described. */
export const rulesPage = 'https://github.com/stepwise/stepwise/blob/main/docs/rules.md';

/** The address of what docs/rules.md says about a code. */
export function ruleLink(code: string): string {
  return `${rulesPage}#${code}`;
}
