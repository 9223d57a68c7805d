import { z } from 'zod';
import { type AnswerDoc, type GroupDoc } from '../route-doc.ts';
import { appFiles } from '../../web/app-files.ts';
import { plainError } from '../shapes.ts';

const page: AnswerDoc = { says: 'A page', content: { 'text/html': { schema: z.string() } } };
const file: AnswerDoc = { says: 'The file', content: { '*/*': { schema: z.string() } } };

/** What a browser asks for: the app is one page at many addresses, which reads the address itself. */
export const pagesDocs: GroupDoc = {
  tag: 'Pages',
  description: 'The web app, for everybody: what it shows comes from the other routes, with a session.',
  relays: false,
  error: plainError,
  routes: {
    'GET /': { summary: 'Show the start page', answers: { 200: page } },
    'GET /sign-in': { summary: 'Sign in', answers: { 200: page } },
    'GET /quotas': { summary: 'Show what is left', answers: { 200: page } },
    'GET /requests': { summary: 'Show the requests', answers: { 200: page } },
    'GET /requests/:id': {
      summary: 'Show one request',
      params: { id: 'Of its trace' },
      answers: { 200: page },
    },
    'GET /content': { summary: 'Show the content generator', answers: { 200: page } },
    'GET /simulator': { summary: 'Show the simulator', answers: { 200: page } },
    'GET /settings': { summary: 'Show the settings', answers: { 200: page } },
    'GET /assets/:file': {
      summary: 'Give a script or style of the app',
      params: { file: 'Its name, which changes with what is in it' },
      answers: { 200: file },
    },
    ...Object.fromEntries(
      appFiles.map((name) => [`GET /${name}`, { summary: 'Give a file of the app', answers: { 200: file } }]),
    ),
  },
};
