import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The graph page's HTML: scripts by nonce, styles from our file, nothing else may be loaded. */
export function graphPage(webview: vscode.Webview, extension: vscode.Uri, document: vscode.Uri, stateMachine?: string): string {
  const nonce = randomBytes(16).toString('base64');
  const media = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'media', name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none';`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1.0">
  <link rel="stylesheet" href="${attribute(media('graph.css'))}">
  <title>Graph</title>
</head>
<body data-uri="${attribute(document.toString())}"${stateMachine === undefined ? '' : ` data-state-machine="${attribute(stateMachine)}"`}>
  <script nonce="${nonce}" src="${attribute(media('graph.js'))}"></script>
</body>
</html>`;
}

function attribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}
