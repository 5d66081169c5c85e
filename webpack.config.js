// Bundles: each of them runs alone, without node_modules. See ARCHITECTURE.md, "Build outputs".
const path = require('node:path');
const webpack = require('webpack');
const CopyPlugin = require('copy-webpack-plugin');
const NoticesPlugin = require('./scripts/NoticesPlugin.js');

const { version } = require('./package.json');

/** What all bundles share; types are checked by `tsc -b`, so that a build is only a translation. */
function bundle(name, { entry, target, project, ...rest }) {
  return (_env, { mode }) => ({
    name,
    mode,
    target,
    entry,
    devtool: mode === 'production' ? false : 'source-map',
    output: { path: path.join(__dirname, 'dist'), filename: '[name].js', ...rest.output },
    resolve: { extensions: ['.ts', '.js'], ...rest.resolve },
    externals: rest.externals,
    externalsPresets: rest.externalsPresets,
    module: {
      rules: [
        {
          test: /\.ts$/,
          exclude: /node_modules/,
          loader: 'ts-loader',
          options: {
            transpileOnly: true,
            configFile: path.join(__dirname, project),
            compilerOptions: {
              module: 'esnext',
              composite: false,
              rootDir: __dirname, // the page takes drawing code of the server
              declaration: false,
              sourceMap: mode !== 'production',
              outDir: 'dist',
            },
          },
        },
      ],
    },
    plugins: [
      new webpack.DefinePlugin({ STEPWISE_VERSION: JSON.stringify(version) }),
      new NoticesPlugin(),
      ...(rest.plugins ?? []),
    ],
    performance: { hints: false },
    stats: 'errors-warnings',
    cache: mode === 'development' ? { type: 'memory' } : false,
  });
}

const node = { target: 'node20', output: { libraryTarget: 'commonjs2' } };

module.exports = [
  bundle('extension', {
    ...node,
    project: 'client/tsconfig.json',
    entry: { extension: './client/src/extension.ts' },
    externals: { vscode: 'commonjs vscode' },
  }),
  bundle('servers', {
    ...node,
    project: 'server/tsconfig.json',
    entry: { languageServer: './server/src/languageServer.ts', debugAdapter: './server/src/debugAdapter.ts' },
    plugins: [new CopyPlugin({ patterns: [{ from: 'catalogue/services.bin', to: 'catalogue.bin' }] })],
  }),
  bundle('cli', {
    ...node,
    project: 'server/tsconfig.json',
    entry: { cli: './server/src/cli.ts' },
    plugins: [new webpack.BannerPlugin({ banner: '#!/usr/bin/env node', raw: true }), new ExecutablePlugin('cli.js')],
  }),
  bundle('web', {
    target: 'webworker',
    project: 'server/tsconfig.json',
    entry: { languageServer: './server/src/webLanguageServer.ts' },
    output: { path: path.join(__dirname, 'dist/web') },
  }),
  bundle('media', {
    target: ['web', 'es2022'],
    project: 'media/tsconfig.json',
    entry: { graph: './media/graph/main.ts' },
    output: { path: path.join(__dirname, 'dist/media') },
    plugins: [new CopyPlugin({ patterns: [{ from: 'media/**/*.css', to: '[name][ext]' }] })],
  }),
];

/** Sets the execute bit of a bundle, so that `bin` in package.json works. */
function ExecutablePlugin(file) {
  this.apply = (compiler) =>
    compiler.hooks.afterEmit.tap('ExecutablePlugin', () =>
      require('node:fs').chmodSync(path.join(compiler.outputPath, file), 0o755),
    );
}
