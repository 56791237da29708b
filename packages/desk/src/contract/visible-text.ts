// Letters of scripts in which a joiner between two letters changes how a word is written.
const joined =
  '\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Mong}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Guru}\\p{sc=Gujr}\\p{sc=Orya}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}'
const joiner = new RegExp(`(?<=[${joined}]\\p{M}*)[\\u200C\\u200D](?=[${joined}])`, 'gu')
// Selectors and joiners of pictures change the picture.
const picture = /(?<=\p{ExtPict})\uFE0F|(?<=\p{ExtPict}\uFE0F?)\u200D(?=\p{ExtPict})/gu
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}\u2800]/u
const hiddenInLines = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}\u2800]/u
// Nearly every text is of these alone.
const plain = /^[ -~\u3000-\u3002\u3008-\u3011\u4E00-\u9FFF\uFF01-\uFF5E]*$/

/**
 * The first character of a text that members would not see, though it changes what they read: controls, marks of direction, blanks
 * without width, tags, selectors, private and unassigned characters. As `U+200B`; `undefined` when there is none.
 */
export function hiddenCharacterOf(text: string): string | undefined {
  return findHidden(text, hidden)
}

/** The same for a text of several lines. */
export function hiddenCharacterOfLines(text: string): string | undefined {
  return findHidden(text.replaceAll('\r\n', '\n'), hiddenInLines)
}

function findHidden(text: string, of: RegExp): string | undefined {
  if (plain.test(text)) return undefined
  const found = of.exec(text.replaceAll(picture, '').replaceAll(joiner, ''))?.[0].codePointAt(0)
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`
}
