/** Path arithmetic on text alone: `/` and `\` both separate, so that it serves Windows paths, POSIX paths and URI paths alike. */

/** The folder of a file, without its last separator; '' when there is none above. */
export function folderOf(path: string): string {
  const end = lastSeparator(path);
  return end < 0 ? '' : path.slice(0, end) || path.slice(0, 1);
}

/** The last segment. */
export function baseName(path: string): string {
  return path.slice(lastSeparator(path) + 1);
}

/** What a definition is called without what its file name says of its format: in mocks, in ARNs, in names of input files. */
export function machineNameOf(path: string): string {
  return baseName(path).replace(/(?:\.asl)?(?:\.(?:json|ya?ml))?$/, '');
}

/** `path` seen from `folder`: itself when absolute; `.` and `..` are resolved. */
export function resolveFrom(folder: string, path: string): string {
  const whole = isAbsolute(path) || folder === '' ? path : `${folder.replace(/[\\/]+$/, '')}/${path}`;
  const root = /^(?:[a-z][a-z\d+.-]+:\/\/[^/]*\/|[a-zA-Z]:[\\/]|[\\/]{1,2})/.exec(whole)?.[0] ?? '';
  const segments: string[] = [];
  for (const segment of whole.slice(root.length).split(/[\\/]/)) {
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') {
      segments.pop();
    } else if (segment !== '' && segment !== '.' && !(segment === '..' && root !== '')) {
      segments.push(segment);
    }
  }
  return root + segments.join('/');
}

/** Whether there is no folder above: `/`, `C:`, `file://host`, or nothing at all. */
export function isRoot(folder: string): boolean {
  return /^(?:[\\/]*|[a-zA-Z]:[\\/]?|[a-z][a-z\d+.-]+:(?:\/\/?[^/]*)?)$/.test(folder);
}

/** Whether two absolute paths name the same file, however their separators are written. */
export function samePath(a: string, b: string): boolean {
  return resolveFrom('', a) === resolveFrom('', b);
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[a-zA-Z]:[\\/]|[a-z][a-z\d+.-]+:\/\/)/.test(path);
}

function lastSeparator(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
}
