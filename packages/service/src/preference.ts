/** One entry of a header such as Accept or Accept-Language: its name in lower case, and its quality. */
export interface Preference {
  readonly name: string
  /** From 0, which refuses it, to 1. */
  readonly quality: number
}

/** Reads a list of preferences, the most wanted first; an entry that is not well-formed has quality 1. */
export function readPreferences(header: string | undefined): Preference[] {
  return (header ?? '')
    .split(',')
    .map((entry) => {
      const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
      const [, quality = '1'] =
        parameters.map((text) => /^q\s*=\s*(0?\.\d{1,3}|0\.?|1(?:\.0{0,3})?)$/.exec(text)).find((found) => found !== null) ?? []
      return { name, quality: Number(quality) }
    })
    .filter(({ name }) => name !== '')
    .sort((one, other) => other.quality - one.quality)
}

/** Whether an Accept header allows a media type; of several entries that fit, the one that names it most exactly counts. */
export function accepts(header: string | undefined, mediaType: string): boolean {
  const preferences = readPreferences(header)
  const [type = ''] = mediaType.split('/')
  for (const range of [mediaType, `${type}/*`, '*/*']) {
    const found = preferences.find(({ name }) => name === range)
    if (found !== undefined) return found.quality > 0
  }
  return false
}
