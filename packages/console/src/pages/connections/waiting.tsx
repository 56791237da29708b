import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Panel } from '../../parts/panel.tsx'

/** A panel whose content is on its way. */
export function Waiting(): ReactNode {
  return (
    <Panel>
      <div aria-busy="true">
        <Skeleton active paragraph={{ rows: 4 }} />
      </div>
    </Panel>
  )
}
