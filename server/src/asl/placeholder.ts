/** Whether a string holds a `${Name}` that the deployment replaces: its value is not known. */
export function hasPlaceholder(text: string): boolean {
  return text.includes('${');
}
