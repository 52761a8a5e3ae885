/** The contract of AI-Admin's plugins: types only, nothing here exists at run time. */
export type * from './channel.ts'
export type * from './crm.ts'
export type * from './domain.ts'
export type * from './error.ts'
export type * from './llm.ts'
export type * from './plugin.ts'
export type * from './storage.ts'
export type * from './tools.ts'
