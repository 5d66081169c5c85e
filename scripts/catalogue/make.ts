/**
 * Makes catalogue/services.bin, what the services of AWS answer. Needs what it is made from:
 *
 *     npm ci --prefix scripts/catalogue --ignore-scripts      the AWS SDKs for JavaScript, as the lock file there names them
 *     apt-get install python3-botocore                        bounds of numbers, which the SDKs for JavaScript leave out
 *     npm run catalogue [-- --botocore FOLDER]
 *
 * Clients of version 3 are current, but each a package of its own: they are there for the services that workflows call most, and only of
 * them a list of allowed texts is taken, because one that is not current would refuse what AWS accepts. Version 2 knows all services
 * as of 2024.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sdkPrefix } from '../../server/src/integrations/naming';
import { packCatalogue } from '../../server/src/runner/catalogue/file';
import { clientService } from './client';
import { compact } from './compact';
import { type Coral, coralService, readCoral } from './coral';
import type { Service } from './tree';

const { values } = parseArgs({
  options: { botocore: { type: 'string', default: '/usr/lib/python3/dist-packages/botocore/data' } },
});
const modules = join(__dirname, 'node_modules');

/** The newest version of each service among models of one source. */
function newest(models: readonly Coral[]): Map<string, Service> {
  const found = new Map<string, Coral>();
  for (const model of models) {
    const word = sdkPrefix(model.metadata.serviceId ?? '');
    const known = found.get(word)?.metadata.apiVersion ?? '';
    if (word !== '' && known <= model.metadata.apiVersion) {
      found.set(word, model);
    }
  }
  return new Map([...found].map(([word, model]) => [word, coralService(model)]));
}

const apis = join(modules, 'aws-sdk/apis');
const second = newest(
  readdirSync(apis)
    .filter((file) => file.endsWith('.min.json'))
    .sort()
    .map((file) => readCoral(join(apis, file))),
);
const bounds = newest(
  readdirSync(values.botocore, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('service-2.json'))
    .sort()
    .map((file) => readCoral(join(values.botocore, file))),
);
const clients = readdirSync(join(modules, '@aws-sdk'))
  .filter((name) => name.startsWith('client-'))
  .sort()
  .map((name) => clientService(join(modules, '@aws-sdk', name)));
const third = new Map(clients.map((service) => [sdkPrefix(service.id), service]));

const services = [...new Set([...second.keys(), ...third.keys()])].sort().map((word) => {
  const others = [bounds.get(word), second.get(word)].filter((each) => each !== undefined);
  return [word, compact(third.get(word) ?? second.get(word)!, others)] as const;
});
const packed = packCatalogue(services);
writeFileSync(join(__dirname, '../../catalogue/services.bin'), packed);
const actions = services.reduce((count, [, { o }]) => count + Object.keys(o).length, 0);
console.log(`catalogue/services.bin: ${services.length} services, ${actions} actions, ${packed.length} bytes`);
