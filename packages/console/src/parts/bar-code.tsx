import JsBarcode from 'jsbarcode'
import type { ReactNode } from 'react'
import styles from './bar-code.module.css'

/** The modules of a text in Code 128, a `1` for each dark one; undefined for a text that Code 128 has no signs for. */
function modulesOf(text: string): string | undefined {
  const drawing: { encodings?: readonly { readonly data: string }[] } = {}
  try {
    JsBarcode(drawing, text, { format: 'CODE128', flat: true })
  } catch {
    return undefined
  }
  return drawing.encodings?.map(({ data }) => data).join('')
}

/**
 * A bar code (Code 128), dark on white in both themes, as scanners need it. Import it lazily: its library is 10 kB.
 *
 * @param label what it leads to, for screen readers
 * @example
 * <BarCode value={user_card_code} label={words.barCode} />
 */
export function BarCode({ value, label }: { readonly value: string; readonly label: string }): ReactNode {
  const modules = modulesOf(value)
  if (modules === undefined) return null
  const bars = [...modules.matchAll(/1+/g)]
  return (
    <svg className={styles.bars} role="img" aria-label={label} viewBox={`0 0 ${modules.length} 1`} preserveAspectRatio="none">
      {bars.map(({ index, 0: { length } }) => (
        <rect key={index} x={index} width={length} height={1} />
      ))}
    </svg>
  )
}
