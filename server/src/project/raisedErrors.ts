/**
 * Names of the errors that the source of a Lambda function raises, as Step Functions will see them: in Python the class of the exception, in Node.js
 * the error's `name`. Read from the text alone, so names that are only made at run time are not among them. In order of appearance.
 */
export function raisedErrors(source: string, language: 'python' | 'node'): string[] {
  return [...new Set(language === 'python' ? raisedInPython(source) : thrownInNode(source))];
}

/** The language of a source file, by its name; absent where it is none that is read. */
export function languageOfSource(file: string): 'python' | 'node' | undefined {
  return /\.py$/.test(file) ? 'python' : /\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$/.test(file) ? 'node' : undefined;
}

function* raisedInPython(source: string): Iterable<string> {
  const text = source.replace(/("""|''')[^]*?\1/g, '""').replace(/#.*$/gm, '');
  const exceptions = new Set<string>();
  for (const [, name, bases] of text.matchAll(/^[ \t]*class[ \t]+(\w+)[ \t]*\(([^)]*)\)/gm)) {
    if (bases!.split(',').some((base) => /(?:Exception|Error)\s*$/.test(base) || exceptions.has(base.trim()))) {
      exceptions.add(name!);
      yield name!;
    }
  }
  // A name in lower case is a variable: what it holds is not written here.
  for (const [, name] of text.matchAll(/(?:^|[:;])[ \t]*raise[ \t]+(?:\w+\.)*([A-Z]\w*)/gm)) {
    yield name!;
  }
}

function* thrownInNode(source: string): Iterable<string> {
  const text = source.replace(/\/\*[^]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
  const classes = new Map<string, string>();
  const declared = [...text.matchAll(/\bclass\s+(\w+)\s+extends\s+([\w.]+)[^{]*\{/g)];
  for (const [index, match] of declared.entries()) {
    const [whole, name, base] = match as unknown as [string, string, string];
    const body = text.slice(
      match.index + whole.length,
      declared[index + 1]?.index ?? endOfClass(text, match.index + whole.length),
    );
    const inherited = classes.get(base) ?? (/(?:^|\.)\w*Error$/.test(base) ? base.slice(base.lastIndexOf('.') + 1) : undefined);
    const own = nameIn(body, name) ?? (inherited === ownName ? name : inherited);
    if (own !== undefined) {
      classes.set(name, takesOwnName(body) ? ownName : own);
      yield own;
    }
  }
  for (const [, name] of text.matchAll(/\bthrow\s+new\s+(?:\w+\.)*(\w+)/g)) {
    const known = classes.get(name!);
    yield known === undefined || known === ownName ? name! : known;
  }
  // `error.name = 'OutOfStock'`, also of one that is made by Object.assign.
  for (const [, , name] of text.matchAll(/\.name\s*=\s*(['"`])([\w.]+)\1/g)) {
    yield name!;
  }
  for (const [, , name] of text.matchAll(/Object\.assign\(\s*new\s+\w+\([^;]*?\bname\s*:\s*(['"`])([\w.]+)\1/g)) {
    yield name!;
  }
}

/** Stands for: each class below has its own name. */
const ownName = '\u0000';

function takesOwnName(body: string): boolean {
  return /\.name\s*=\s*(?:this\.constructor|new\.target)\.name\b/.test(body);
}

/** What instances of a class are called, where its body says so. */
function nameIn(body: string, className: string): string | undefined {
  const literal = /(?:\bthis\.|^\s*(?:public\s+|override\s+|readonly\s+)*)name\s*(?::\s*\w+\s*)?=\s*(['"`])([\w.]+)\1/m.exec(
    body,
  )?.[2];
  const getter = /\bget\s+name\(\)[^{]*\{\s*return\s*(['"`])([\w.]+)\1/.exec(body)?.[2];
  return (
    literal ??
    getter ??
    (takesOwnName(body) || new RegExp(`\\.name\\s*=\\s*${className}\\.name\\b`).test(body) ? className : undefined)
  );
}

/** Behind the brace that closes what was opened before `from`; braces in texts are taken for braces. */
function endOfClass(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    depth += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
    if (depth === 0) {
      return at + 1;
    }
  }
  return text.length;
}
