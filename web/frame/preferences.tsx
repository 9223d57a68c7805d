import { LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { useSignOut } from '../features/session.ts';
import { chooseLanguage } from '../lib/i18n.ts';
import { chooseTheme, currentTheme, type Theme } from '../lib/theme.ts';
import { useLanguage } from '../lib/use-language.ts';
import styles from './frame.module.css';

const nextTheme = { system: 'light', light: 'dark', dark: 'system' } as const satisfies Record<Theme, Theme>;
const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;

/** Language, theme and the way out. */
export function Preferences({ signedIn }: { readonly signedIn: boolean }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const signOut = useSignOut();
  const [theme, setTheme] = useState(currentTheme);
  const other = language === 'fr' ? 'en' : 'fr';
  const ThemeIcon = themeIcons[theme];
  return (
    <div className={styles.preferences}>
      <Button look="quiet" lang={other} onClick={() => void chooseLanguage(other)}>
        {other === 'fr' ? 'Français' : 'English'}
      </Button>
      <Button
        look="quiet"
        aria-label={`${t('theme.label')}: ${t(`theme.${theme}`)}`}
        title={`${t('theme.label')}: ${t(`theme.${theme}`)}`}
        icon={<ThemeIcon size={18} aria-hidden="true" />}
        onClick={() => {
          chooseTheme(nextTheme[theme]);
          setTheme(nextTheme[theme]);
        }}
      />
      {signedIn && (
        <Button
          look="quiet"
          aria-label={t('signOut')}
          title={t('signOut')}
          busy={signOut.isPending}
          icon={<LogOut size={18} aria-hidden="true" />}
          onClick={() => signOut.mutate()}
        />
      )}
    </div>
  );
}
