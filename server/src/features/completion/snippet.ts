/** `text` as itself within a snippet. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

const marks = /\\([\\$}])|\$\{\d+\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}|\$\{\d+:((?:\\.|[^}\\])*)\}|\$\{\d+\}|\$\d+/g;

/** A snippet without its tab stops, for editors that know none: placeholders become their text, choices their first. */
export function plainText(snippet: string): string {
  return snippet.replace(
    marks,
    (_all, escaped?: string, choice?: string, text?: string) => escaped ?? (choice ?? text ?? '').replace(/\\(.)/g, '$1'),
  );
}
