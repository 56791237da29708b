import { followTwice } from './guide-twice.ts'

followTwice(['docs/platform.md'], { ports: ['8085'] })
