import * as vscode from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import type { FileLinksAnswer, FileLinksParams } from '../../server/src/protocol';

/** Registers links to the files that a stepwise.config.json and a functions.json name. */
export function registerFileLinks(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.languages.registerDocumentLinkProvider(
      { scheme: 'file', pattern: '**/{stepwise.config,functions,functions.*}.json' },
      {
        provideDocumentLinks: async (document, token): Promise<vscode.DocumentLink[]> => {
          if (client.state !== State.Running) {
            return [];
          }
          const params: FileLinksParams = {
            uri: client.code2ProtocolConverter.asUri(document.uri),
            text: document.getText(),
          };
          const { links } = await client.sendRequest<FileLinksAnswer>('stepwise/fileLinks', params, token);
          return links.map(
            ({ range: { start, end }, target }) =>
              new vscode.DocumentLink(
                new vscode.Range(start.line, start.character, end.line, end.character),
                client.protocol2CodeConverter.asUri(target),
              ),
          );
        },
      },
    ),
  );
}
