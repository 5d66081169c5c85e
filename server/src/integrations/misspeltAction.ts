import { editDistance } from '../source/nearest';
import { actions, services } from './sdkActions.generated';

/**
 * What a misspelt word of an AWS SDK integration most likely means. The catalogue does not know of services and actions that are newer than itself: only what differs
 * by a slip of the pen from a name that it has is taken for a misspelt one.
 */

/** Shorter words of services differ by a letter or two without being misspelt. */
const shortest = 6;
/** From this length on two letters may be wrong. */
const longEnough = 9;

/** The service of the catalogue that is meant; undefined for one that it has, or that may be a new one. */
export function meantService(word: string): string | undefined {
  const all = wordsOf(services);
  return all.has(word.toLowerCase()) || word.length < shortest ? undefined : slipOf(word, all);
}

/** The same of an action, as a Resource writes it. */
export function meantAction(service: string, action: string): string | undefined {
  const names = Object.hasOwn(actions, service) ? wordsOf(actions[service]!) : undefined;
  const meant = names && !names.has(action.toLowerCase()) ? slipOf(action, names) : undefined;
  return meant && meant.charAt(0).toLowerCase() + meant.slice(1);
}

function slipOf(word: string, names: ReadonlyMap<string, string>): string | undefined {
  const wanted = word.toLowerCase();
  const most = wanted.length < longEnough ? 1 : 2;
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const [name, written] of names) {
    const distance =
      mayBeNew(wanted, name) || Math.abs(name.length - wanted.length) > most ? Infinity : editDistance(wanted, name, most);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = written;
    }
  }
  return best;
}

/** `getItems` may be new beside `getItem`, and `listThingsV2` beside `listThings`. */
function mayBeNew(word: string, name: string): boolean {
  const [short, long] = word.length < name.length ? [word, name] : [name, word];
  return digitsOf(word) !== digitsOf(name) || (long.startsWith(short) && /^(?:s|..)$/.test(long.slice(short.length)));
}

function digitsOf(word: string): string {
  return word.replace(/\D/g, '');
}

const sets = new Map<string, ReadonlyMap<string, string>>();

/** Each list by its words in small letters. */
function wordsOf(list: string): ReadonlyMap<string, string> {
  let found = sets.get(list);
  if (!found) {
    found = new Map(list.split(' ').map((word) => [word.toLowerCase(), word]));
    sets.set(list, found);
  }
  return found;
}
