// Runs before anything is painted, so that a chosen theme or language does not flicker.
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
})()
