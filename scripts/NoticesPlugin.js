// A webpack plugin: writes dist/ThirdPartyNotices.txt, the licences of all packages that went into any of the bundles, and of the data
// beside them.
const fs = require('node:fs');
const path = require('node:path');

/** Licence texts by `name version`; one for all bundles, which are made in one process. */
const licences = new Map();

module.exports = class NoticesPlugin {
  apply(compiler) {
    compiler.hooks.done.tap('NoticesPlugin', ({ compilation }) => {
      for (const { resource } of allModules(compilation)) {
        const match = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(resource ?? '');
        if (match) {
          add(match[1]);
        }
      }
      const texts = [...licences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => `${name}\n\n${text}`);
      const head = 'Stepwise contains code of the packages below, under their own licences.';
      const data = fs.readFileSync(path.join('catalogue', 'NOTICE.txt'), 'utf8').trim();
      fs.mkdirSync('dist', { recursive: true });
      fs.writeFileSync(
        path.join('dist', 'ThirdPartyNotices.txt'),
        `${[head, ...texts, data].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
      );
    });
  }
};

/** Modules, and those that webpack has joined into one. */
function* allModules({ modules }) {
  for (const module of modules) {
    yield module;
    yield* module.modules ?? [];
  }
}

function add(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const key = `${name} ${version} (${license})`;
  if (!licences.has(key)) {
    const file = fs.readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    licences.set(key, file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : `License: ${license}`);
  }
}
