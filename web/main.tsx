import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { Toaster } from './components/toaster.tsx';
import { sessionQuery } from './features/session.ts';
import { startWords } from './lib/i18n.ts';
import { watchHistory } from './lib/leave-guard.ts';
import { queryClient } from './lib/query-client.ts';
import { keepShell } from './lib/keep-shell.ts';
import { fetchPage } from './pages/pages.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('app');
if (root === null) throw new Error('the page has no #app');
watchHistory();
// Side by side: one after the other each would wait for the way there and back.
void queryClient.prefetchQuery(sessionQuery);
fetchPage(location.pathname);
await startWords();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Toaster>
        <App />
      </Toaster>
    </QueryClientProvider>
  </StrictMode>,
);
keepShell();
