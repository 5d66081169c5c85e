/** `text` as itself within a snippet. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A snippet without its tab stops, for editors that know none: placeholders become their text, choices their first. */
export function plainText(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$\{\d+\|([^,|]*)[^}]*\|\}|\$\{\d+:([^}]*)\}|\$\{?\d+\}?/g,
    (_all, escaped?: string, choice?: string, text?: string) => {
      return escaped ?? choice ?? text ?? '';
    },
  );
}
