import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceModel } from '../../integrations/model';
import { readCatalogue } from './file';

/** Beside the bundles; in the sources, where `npm run catalogue` writes it. */
const places = [join(__dirname, 'catalogue.bin'), join(__dirname, '../../../../catalogue/services.bin')];

let catalogue: ((word: string) => ServiceModel | undefined) | undefined;

/** The model of a service by its word in `aws-sdk:<word>`, undefined for a service that is not known. Reads the file at the first call. */
export function serviceModel(word: string): ServiceModel | undefined {
  catalogue ??= readCatalogue(readFileSync(places.find(existsSync) ?? places[0]!));
  return catalogue(word);
}
