// Runs before anything is painted, so that a chosen theme or language does not flicker, and asks for what every page begins with, so that
// it is there when the first script runs.
;(() => {
  const root = document.documentElement
  const stored = (name) => {
    try {
      return localStorage.getItem(name)
    } catch {
      return null
    }
  }
  const chosen = stored('card-member-theme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = dark ? 'dark' : 'light'
  if (stored('card-member-language') === 'en') root.lang = 'en'
  globalThis.firstAnswers = {}
  const open = ['/sign-in', '/set-up', '/join'].includes(location.pathname)
  for (const name of open ? ['session', 'welcome'] : ['session', 'brands', 'welcome'])
    globalThis.firstAnswers[name] = fetch(`/api/${name}`, { headers: { passive: 'true' } })
      .then(async (answer) => ({ status: answer.status, body: await answer.json() }))
      .catch(() => undefined)
})()
