/** What somebody may choose for how the page looks. */
export const themeChoices = ['light', 'dark', 'system'] as const
/** What somebody chose for how the page looks. */
export type ThemeChoice = (typeof themeChoices)[number]

const key = 'card-member-theme'

/** Whether the system asks for a dark page. */
export const darkScheme = matchMedia('(prefers-color-scheme: dark)')

/** What this browser keeps; the system's theme unless something is chosen. */
export function storedTheme(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key)
    return themeChoices.find((choice) => choice === stored) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Keeps the choice for this browser. */
export function keepTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice)
  } catch {
    // A browser that keeps nothing follows the system.
  }
}
