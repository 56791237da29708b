// Prints what antd.css has, which is committed, so that a build need not load antd:
// node packages/console/scripts/antd-sheet.ts > packages/console/src/theme/antd.css
import { createCache, extractStyle, StyleProvider } from '@ant-design/cssinjs'
import {
  Alert,
  Button,
  Checkbox,
  Col,
  ConfigProvider,
  Divider,
  Form,
  Input,
  Modal,
  Progress,
  QRCode,
  Row,
  Segmented,
  Skeleton,
  Space,
  Spin,
  Switch,
  Tag,
  Tooltip,
  Upload,
} from 'antd'
import { type ComponentType, Fragment, createElement as h, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { styledParts } from './styled-parts.ts'

const { Compact, Addon } = Space
const { Password, Search, TextArea, OTP } = Input
const { _InternalPanelDoNotUseOrYouWillBeFired: TooltipPanel } = Tooltip
const ModalPanel: ComponentType<{ readonly type?: 'confirm' }> = Modal._InternalPanelDoNotUseOrYouWillBeFired

const together = (...nodes: readonly ReactNode[]) => h(Fragment, null, ...nodes)

/** What calls each style of a folder at least once. */
const drawn: Readonly<Record<(typeof styledParts)[number], ReactNode>> = {
  grid: together(h(Row, null, h(Col))),
  space: together(h(Space), h(Compact), h(Addon)),
  button: together(h(Button), h(Compact, null, h(Button))),
  input: together(h(Input), h(Password), h(Search), h(TextArea), h(OTP)),
  checkbox: together(h(Checkbox)),
  form: together(h(Form, null, h(Form.Item, { label: 'x', extra: 'x', tooltip: 'x', validateStatus: 'error', help: 'x' }, h(Input)))),
  alert: together(h(Alert)),
  skeleton: together(h(Skeleton)),
  spin: together(h(Spin)),
  divider: together(h(Divider)),
  progress: together(h(Progress)),
  segmented: together(h(Segmented, { options: ['x'] })),
  switch: together(h(Switch)),
  tag: together(h(Tag, { color: 'blue' }), h(Tag, { color: 'success' })),
  tooltip: together(h(TooltipPanel)),
  'qr-code': together(h(QRCode, { value: 'x' })),
  upload: together(h(Upload)),
  modal: together(h(ModalPanel), h(ModalPanel, { type: 'confirm' })),
}

/** Classes that no page of the console has: columns of a grid, colours by name, text from right to left, lists of uploaded files. */
const unused =
  /-rtl\b|\.ant-col-(?!flex)|\.ant-(btn|tag)[\w-]*-(blue|purple|cyan|green|magenta|pink|red|orange|yellow|volcano|geekblue|lime|gold)\b|\.ant-upload-(list|drag)|\.ant-otp/

/** Rules without selectors that nothing meets, and without what has no rule left. */
function withoutUnused(css: string): string {
  return css
    .replace(/([^{}]+)(\{[^{}]*\})/g, (_rule, selectors: string, body: string) => {
      const used = splitSelectors(selectors).filter((selector) => !unused.test(selector))
      return used.length > 0 ? `${used.join(',')}${body}` : ''
    })
    .replace(/@(media|supports)[^{}]*\{\}/g, '')
}

/** Selectors of a rule; a comma within brackets is part of one. */
function splitSelectors(selectors: string): string[] {
  return selectors.split(/,(?![^()]*\))/)
}

/**
 * The rules of all of antd that the console is made of. Their values are variables, which the page sets for each theme, so that one sheet
 * serves both.
 */
function antdSheet(): string {
  const cache = createCache()
  const parts = styledParts.map((part) => h('div', { key: part }, drawn[part]))
  renderToString(h(StyleProvider, { cache }, h(ConfigProvider, { theme: { hashed: false } }, parts)))
  const rules = extractStyle(cache, { plain: true, types: 'style' })
  // The last rule tells antd which styles are there; where it makes none at run time, nothing reads it.
  return withoutUnused(rules.slice(0, rules.lastIndexOf('.data-ant-cssinjs-cache-path')))
}

console.log(antdSheet())
