import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { usePreferences } from '../shell/preferences.tsx'
import { antdTheme } from './antd-theme.ts'
import { nonce } from './nonce.ts'

const locales = { 'zh-CN': zhCN, en: enUS } as const

/** antd in the language and theme of the page. */
export function ConsoleTheme({ children }: { readonly children: ReactNode }): ReactNode {
  const { language, dark } = usePreferences()
  return (
    <ConfigProvider
      locale={locales[language]}
      theme={antdTheme(dark)}
      csp={{ nonce }}
      // antd puts a space between two Chinese characters of a button unless told not to; names of buttons stay as they are written.
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  )
}
