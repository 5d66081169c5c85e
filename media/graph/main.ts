import type { FromGraphPage, ToGraphPage } from '../../server/src/protocol';
import { createPage, type PageState } from './page';

/** What VS Code gives to a page. */
interface VsCodeApi {
  postMessage(message: FromGraphPage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
const page = createPage(document.body, {
  post: (message) => api.postMessage(message),
  restored: api.getState() as PageState | undefined,
  save: (state) => api.setState(state),
});
window.addEventListener('message', (event: MessageEvent<ToGraphPage>) => page.receive(event.data));
api.postMessage({ type: 'ready' });
