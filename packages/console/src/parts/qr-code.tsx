import { QRCode } from 'antd'
import type { ReactNode } from 'react'
import styles from './qr-code.module.css'

/**
 * A QR code, dark on white in both themes, as cameras need it.
 *
 * @param label what it leads to, for screen readers
 * @example
 * <QrCode value={link} label={words.qrOfLink} />
 */
export function QrCode({
  value,
  label,
  size = 200,
}: {
  readonly value: string
  readonly label: string
  readonly size?: number
}): ReactNode {
  return (
    <div role="img" aria-label={label} className={styles.qr}>
      <div aria-hidden>
        <QRCode type="svg" value={value} size={size} color="#000000" bgColor="#ffffff" bordered={false} errorLevel="M" />
      </div>
    </div>
  )
}
