import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Pager } from '../../parts/pager.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { useBatchColumns } from './batch-columns.tsx'
import { ListFilters } from './list-filters.tsx'
import type { ListSearch } from './list-search.ts'

const limit = 20
const every_ms = 5_000

/** All batches of a brand, the newest first. */
export function BatchListPage(): ReactNode {
  const words = useWords(batchWords)
  const { brand_id } = useBrand()
  const search = useSearch({ from: '/shell/batches' })
  const navigate = useNavigate({ from: '/batches' })
  const maySee = useMay('look_up', brand_id)
  const mayPrepare = useMay('prepare_batch', brand_id)
  const { state, author, from_day, to_day } = search
  const offset = Number(search.offset ?? 0)
  const filter = {
    ...(state !== undefined && { state }),
    ...(author !== undefined && { author }),
    ...(from_day !== undefined && { from_day }),
    ...(to_day !== undefined && { to_day }),
  }
  const list = useRead(
    'listBatches',
    { brand_id, ...filter, offset, limit },
    { when: brand_id !== '' && maySee, every: every_ms, keepLast: true },
  )
  const isFiltered = Object.keys(filter).length > 0
  const change = (changed: ListSearch) => void navigate({ search: (last) => ({ ...last, offset: undefined, ...changed }) })
  const create = mayPrepare && (
    <Link to="/batches/new">
      <Button type="primary" tabIndex={-1}>
        {words.create}
      </Button>
    </Link>
  )
  const clear = <Link to="/batches">{words.showAll}</Link>
  const columns = useBatchColumns()
  if (brand_id !== '' && !maySee)
    return (
      <Page title={words.title}>
        <NoPermission permission="look_up" />
      </Page>
    )
  return (
    <Page title={words.title} lead={words.lead} act={create || undefined}>
      <ListFilters search={search} change={change} />
      {list.error ? (
        <ErrorPanel error={list.error} retry={list.refetch} />
      ) : (
        <DataTable
          label={words.list}
          columns={columns}
          rows={list.data?.data}
          keyOf={({ batch_id }) => batch_id}
          empty={
            <Empty text={isFiltered ? words.noneFiltered : words.none} act={isFiltered ? clear : create || undefined} guide="batches" />
          }
          foot={
            <Pager
              offset={offset}
              limit={limit}
              total={list.data?.total_count}
              shown={list.data?.data.length ?? 0}
              go={(to) => void navigate({ search: (last) => ({ ...last, offset: to === 0 ? undefined : String(to) }) })}
            />
          }
        />
      )}
    </Page>
  )
}
