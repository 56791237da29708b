import { followTwice } from './guide-twice.ts'

followTwice(['docs/observe.md'], { ports: ['8060'], commands: 'preloaded' })
