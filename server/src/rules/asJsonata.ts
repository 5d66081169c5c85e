/** The JSONata expression that says what a plain path says (`$.a.b`, `$$.State.Name`, `$name`, `$states.input.x`); absent for other paths. */
export function asJsonata(path: string): string | undefined {
  if (!/^\$\$?(?:\w+)?(?:\.[A-Za-z_]\w*)*$/.test(path) || path === '$$') {
    return undefined;
  }
  const meant = path.startsWith('$$.')
    ? `$states.context${path.slice(2)}`
    : path === '$' || path.startsWith('$.')
      ? `$states.input${path.slice(1)}`
      : path;
  return `{% ${meant} %}`;
}
