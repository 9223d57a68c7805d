import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSession } from '../features/session.ts';
import { menu } from './menu.ts';
import { Preferences } from './preferences.tsx';
import { useArrival } from './use-arrival.ts';
import styles from './frame.module.css';

export interface FrameProps {
  readonly signedIn: boolean;
  readonly children: ReactNode;
}

/** What stands around every page. */
export function Frame({ signedIn, children }: FrameProps): ReactNode {
  const { t } = useTranslation();
  const session = useSession();
  useArrival();
  return (
    <>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <Link href="/" className={styles.brand}>
            <img src="/icon.svg" alt="" width={28} height={28} />
            Noria
          </Link>
          {signedIn && <Menu />}
          <Preferences signedIn={signedIn} />
        </div>
      </header>
      {session.data?.simulated === true && (
        <aside className={styles.simulated} aria-label={t('simulated.badge')}>
          <FlaskConical size={16} aria-hidden="true" />
          <p>{t('simulated.everywhere')}</p>
        </aside>
      )}
      <main id="content" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </>
  );
}

function Menu(): ReactNode {
  const { t } = useTranslation();
  const [location] = useLocation();
  return (
    <nav className={styles.menu} aria-label={t('menu.label')}>
      <ul>
        {menu.map(({ name, path, Icon }) => {
          const isHere =
            path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
          return (
            <li key={name}>
              <Link href={path} aria-current={isHere ? 'page' : undefined}>
                <Icon size={18} aria-hidden="true" />
                <span>{t(`menu.${name}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
