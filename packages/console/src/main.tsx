import './theme/page.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { keepFirstAnswers } from './api/first-answers.ts'
import { queryClient } from './api/query-client.ts'
import { router } from './router.tsx'
import { PreferencesProvider } from './shell/preferences.tsx'
import { ConsoleTheme } from './theme/console-theme.tsx'
import { giveNonceToStyles } from './theme/nonce.ts'

giveNonceToStyles()
keepFirstAnswers(queryClient)
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider>
        <ConsoleTheme>
          <RouterProvider router={router} />
        </ConsoleTheme>
      </PreferencesProvider>
    </QueryClientProvider>
  </StrictMode>,
)
