/** An option that is taken from the environment: `ACME_API_URL` for the option `apiUrl` of `acme`. */
export interface EnvironmentOption {
  name: string
  variable: string
  isRequired: boolean
}

/** The variables from which a plugin's options are read. */
export function optionsOf(plugin: { name: string; configSchema: unknown }): readonly EnvironmentOption[] {
  const { properties = {}, required = [] } = Object(plugin.configSchema)
  return Object.keys(properties).map(name => ({
    name,
    variable: `${plugin.name}_${name}`
      .replace(/([a-z\d])([A-Z])/g, '$1_$2')
      .replaceAll('-', '_')
      .toUpperCase(),
    isRequired: required.includes(name),
  }))
}

/** The options that are set. A text is taken as it is where the schema wants one; anything else is JSON. */
export function readOptions(
  plugin: { name: string; configSchema: unknown },
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, unknown>> {
  const { properties = {} } = Object(plugin.configSchema)
  return Object.fromEntries(
    optionsOf(plugin).flatMap(({ name, variable }) => {
      const text = env[variable]
      if (text === undefined || text === '') return []
      return [[name, Object(properties[name]).type === 'string' ? text : JSON.parse(text)]]
    }),
  )
}
