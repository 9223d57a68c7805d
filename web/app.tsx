import { Suspense, type ReactNode } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { Skeleton } from './components/skeleton.tsx';
import { QueryState } from './components/query-state.tsx';
import { LiveProvider } from './features/live.tsx';
import { useSession } from './features/session.ts';
import { Frame } from './frame/frame.tsx';
import { pages, SignInPage } from './pages/pages.ts';
import { NotFoundPage } from './pages/not-found/not-found-page.tsx';

export function App(): ReactNode {
  const session = useSession();
  if (session.data === undefined)
    return (
      <Frame signedIn={false}>
        <QueryState query={session} />
      </Frame>
    );
  return session.data.signed_in ? <SignedIn /> : <SignedOut />;
}

function SignedIn(): ReactNode {
  return (
    <LiveProvider>
      <Frame signedIn>
        <ErrorBoundary>
          <Suspense fallback={<Skeleton lines={6} />}>
            <Switch>
              <Route path="/sign-in">
                <Redirect to="/" replace />
              </Route>
              {pages.map(({ path, Page }) => (
                <Route key={path} path={path}>
                  <Page />
                </Route>
              ))}
              <Route>
                <NotFoundPage />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Frame>
    </LiveProvider>
  );
}

/** Whatever page was asked for, it is shown once the administrator has signed in. */
function SignedOut(): ReactNode {
  return (
    <Frame signedIn={false}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <SignInPage />
      </Suspense>
    </Frame>
  );
}
