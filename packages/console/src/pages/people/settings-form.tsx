import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { Panel } from '../../parts/panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { SettingControl } from './setting-control.tsx'
import type { SettingField, SettingValue } from './setting-fields.ts'
import { settingText } from './setting-text.ts'
import styles from './settings.module.css'

interface FormProps<All> {
  readonly values: All
  readonly fields: readonly (SettingField & { readonly name: keyof All })[]
  /** What of a change is in force at once, and what waits; names that are as they were are in neither. */
  readonly split: (before: All, change: Partial<All>) => { readonly at_once: Partial<All>; readonly waits: Partial<All> }
  readonly disabled: boolean
  readonly busy: boolean
  readonly save: (change: Partial<All>) => void
}

/** Settings with their meaning and value. Each change says at once whether it is in force when it is saved, or waits. */
export function SettingsForm<All extends { readonly [Name in keyof All]: SettingValue }>({
  values,
  fields,
  split,
  disabled,
  busy,
  save,
}: FormProps<All>): ReactNode {
  const { settings: words } = useWords(peopleWords)
  const [change, setChange] = useState<Partial<All>>({})
  const { at_once, waits } = split(values, change)
  const [now, later] = [Object.keys(at_once).length, Object.keys(waits).length]
  const effectOf = (name: keyof All) => {
    if (name in at_once) return 'now'
    return name in waits ? 'waits' : undefined
  }
  const groups = [...new Set(fields.map(({ group }) => group))]
  return (
    <>
      {groups.map((group) => (
        <Panel key={group} title={words.groups[group]}>
          {fields
            .filter((field) => field.group === group)
            .map((field) => (
              <Setting
                key={field.name}
                field={field}
                value={{ ...values, ...change }[field.name]}
                before={values[field.name]}
                effect={effectOf(field.name)}
                disabled={disabled}
                change={(value) => setChange({ ...change, [field.name]: value })}
              />
            ))}
        </Panel>
      ))}
      {now + later > 0 && (
        <section className={styles.bar} aria-label={words.save}>
          <p role="status">{words.changed(now, later)}</p>
          <Button onClick={() => setChange({})}>{words.discard}</Button>
          <Button type="primary" loading={busy} onClick={() => save({ ...at_once, ...waits })}>
            {words.save}
          </Button>
        </section>
      )}
    </>
  )
}

interface SettingProps {
  readonly field: SettingField
  readonly value: SettingValue
  /** The value that is in force. */
  readonly before: SettingValue
  readonly effect: 'now' | 'waits' | undefined
  readonly disabled: boolean
  readonly change: (value: SettingValue) => void
}

function Setting({ field, value, before, effect, disabled, change }: SettingProps): ReactNode {
  const all = useWords(peopleWords)
  const { settings: words } = all
  const [label, help] = [useId(), useId()]
  return (
    <div className={styles.row}>
      <div>
        <h3 id={label}>{words.names[field.name]}</h3>
        <p id={help}>{words.meanings[field.name]}</p>
      </div>
      <SettingControl field={field} label={label} help={help} value={value} disabled={disabled} change={change} />
      {effect !== undefined && (
        <div className={styles.effect}>
          <StateTag kind={effect === 'now' ? 'good' : 'waiting'}>{words[effect]}</StateTag>
          <span>{`${words.current}: ${settingText(field.name, before, all)}`}</span>
        </div>
      )}
    </div>
  )
}
