import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { InputOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import fieldStyles from './field.module.css'
import { Field } from './field.tsx'
import styles from './notices.module.css'

type Details = Omit<InputOf<'addNotice'>, 'brand_id'>
type DetailName = keyof Details

/** The most characters of each field, as the desk takes them. */
const most = {
  text_zh: 5000,
  text_en: 5000,
  brand_name: 64,
  brand_contact: 200,
  provider_name: 64,
  provider_contact: 200,
  purpose_zh: 500,
  purpose_en: 500,
  loss_zh: 1000,
  loss_en: 1000,
  withdrawal_zh: 500,
  withdrawal_en: 500,
} as const satisfies Record<DetailName, number>

const empty: Readonly<Record<DetailName, string>> = {
  text_zh: '',
  text_en: '',
  brand_name: '',
  brand_contact: '',
  provider_name: '',
  provider_contact: '',
  purpose_zh: '',
  purpose_en: '',
  loss_zh: '',
  loss_en: '',
  withdrawal_zh: '',
  withdrawal_en: '',
}

/** A new version of the text that members are shown. */
export function NewNoticePage(): ReactNode {
  const { notices: words } = useWords(consentWords)
  const { brand_id } = useBrand()
  const may = useMay('administer', brand_id)
  return (
    <Page title={words.add} crumbs={[{ title: words.title, to: '/notices' }]} lead={words.formLead}>
      {may ? <NoticeForm brand_id={brand_id} /> : <NoPermission permission="administer" />}
    </Page>
  )
}

function NoticeForm({ brand_id }: { readonly brand_id: string }): ReactNode {
  const { notices: words } = useWords(consentWords)
  const navigate = useNavigate()
  const online = useOnline()
  const [values, setValues] = useState(empty)
  const add = useAct('addNotice', {
    second_factor: true,
    refresh: ['listNotices', 'listBrands'],
    onDone: () => void navigate({ to: '/notices' }),
  })
  const line = (name: DetailName, label: string, rows?: number) => (
    <Field label={label}>
      {(control) => {
        const shared = { ...control, value: values[name], maxLength: most[name] }
        const change = (value: string) => setValues({ ...values, [name]: value })
        return rows === undefined ? (
          <input {...shared} onChange={({ target }) => change(target.value)} />
        ) : (
          <textarea {...shared} rows={rows} onChange={({ target }) => change(target.value)} />
        )
      }}
    </Field>
  )
  const inBoth = (label: string, zh: DetailName, en: DetailName, rows: number) => (
    <>
      {line(zh, words.inLanguage(label, words.zh), rows)}
      {line(en, words.inLanguage(label, words.en), rows)}
    </>
  )
  const ready = values.text_zh.trim() !== '' && values.text_en.trim() !== ''
  const submit = () => {
    const { text_zh, text_en, ...details } = values
    const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value.trim() !== ''))
    add.mutate({ brand_id, text_zh, text_en, ...given })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) submit()
      }}
    >
      <Panel title={words.text}>
        <div className={styles.pairs}>{inBoth(words.text, 'text_zh', 'text_en', 6)}</div>
      </Panel>
      <Panel title={words.responsible}>
        <p className={styles.soft}>{words.responsibleHelp}</p>
        <div className={styles.pairs}>
          {line('brand_name', words.brand)}
          {line('brand_contact', words.brandContact)}
          {line('provider_name', words.provider)}
          {line('provider_contact', words.providerContact)}
        </div>
      </Panel>
      <Panel title={words.more}>
        <p className={styles.soft}>{words.usual}</p>
        <div className={styles.pairs}>
          {inBoth(words.purpose, 'purpose_zh', 'purpose_en', 3)}
          {inBoth(words.loss, 'loss_zh', 'loss_en', 3)}
          {inBoth(words.withdrawal, 'withdrawal_zh', 'withdrawal_en', 3)}
        </div>
      </Panel>
      {add.error !== null && <ErrorPanel error={add.error} />}
      <div className={fieldStyles.buttons}>
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={!ready || !online}>
          {words.submit}
        </Button>
        <Link to="/notices">{words.cancel}</Link>
      </div>
    </form>
  )
}
