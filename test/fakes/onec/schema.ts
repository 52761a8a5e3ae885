// The configuration of the stand-in: an add-on for salons, as the preset `booking` knows it.

/** What a field holds; a `table` has columns of its own. */
export type FieldType = 'text' | 'number' | 'date' | 'ref' | 'flag' | { table: Readonly<Record<string, FieldType>> }

/** A set of records. */
export interface SetSchema {
  kind: 'catalog' | 'document' | 'register'
  fields: Readonly<Record<string, FieldType>>
}

const CONTACT: Readonly<Record<string, FieldType>> = {
  Тип: 'text',
  Вид_Key: 'ref',
  Представление: 'text',
  НомерТелефона: 'text',
  АдресЭП: 'text',
  Значение: 'text',
}

/** Everything that the stand-in can publish. */
export const SETS: Readonly<Record<string, SetSchema>> = {
  Catalog_Клиенты: {
    kind: 'catalog',
    fields: { Телефон: 'text', Комментарий: 'text', КонтактнаяИнформация: { table: CONTACT } },
  },
  Catalog_ВидыКонтактнойИнформации: { kind: 'catalog', fields: {} },
  Catalog_Номенклатура: { kind: 'catalog', fields: { Длительность: 'number', ТипНоменклатуры: 'text' } },
  Catalog_Сотрудники: { kind: 'catalog', fields: { Специализация: 'text', Паспорт: 'text', ВАрхиве: 'flag' } },
  InformationRegister_РасписаниеСотрудников: {
    kind: 'register',
    fields: { Сотрудник_Key: 'ref', Дата: 'date', Начало: 'date', Окончание: 'date' },
  },
  InformationRegister_УслугиСотрудников: {
    kind: 'register',
    fields: { Сотрудник_Key: 'ref', Номенклатура_Key: 'ref' },
  },
  InformationRegister_ЦеныНоменклатуры: {
    kind: 'register',
    fields: { Period: 'date', Номенклатура_Key: 'ref', ВидЦен_Key: 'ref', Цена: 'number' },
  },
  Document_ЗаписьКлиента: {
    kind: 'document',
    fields: {
      Начало: 'date',
      Окончание: 'date',
      Сотрудник_Key: 'ref',
      Клиент_Key: 'ref',
      Комментарий: 'text',
      Статус: 'text',
      ИмяКлиента: 'text',
      Длительность: 'number',
      КлючЗаписи: 'text',
      Услуга_Key: 'ref',
      Организация_Key: 'ref',
      Услуги: { table: { Номенклатура_Key: 'ref', Количество: 'number', Цена: 'number', Сумма: 'number' } },
    },
  },
}

const STANDARD: Readonly<Record<SetSchema['kind'], Readonly<Record<string, FieldType>>>> = {
  catalog: {
    Ref_Key: 'ref',
    DataVersion: 'text',
    DeletionMark: 'flag',
    Code: 'text',
    Description: 'text',
    Parent_Key: 'ref',
    IsFolder: 'flag',
  },
  document: {
    Ref_Key: 'ref',
    DataVersion: 'text',
    DeletionMark: 'flag',
    Number: 'text',
    Date: 'date',
    Posted: 'flag',
  },
  register: {},
}

/** All fields of a set; those of a table part's rows under `set_Table`. */
export function fieldsOf(set: string): Readonly<Record<string, FieldType>> | undefined {
  const schema = SETS[set]
  if (schema) return { ...STANDARD[schema.kind], ...schema.fields }
  const [owner, table] = ownerOf(set)
  const part = owner === undefined ? undefined : SETS[owner]?.fields[table]
  return typeof part === 'object' ? { Ref_Key: 'ref', LineNumber: 'text', ...part.table } : undefined
}

/** The set and the table part in `Catalog_X_Table`. */
export function ownerOf(set: string): readonly [owner: string | undefined, table: string] {
  const at = set.lastIndexOf('_')
  const owner = set.slice(0, at)
  return [owner in SETS ? owner : undefined, set.slice(at + 1)]
}

const EDM = { text: 'Edm.String', number: 'Edm.Double', date: 'Edm.DateTime', ref: 'Edm.Guid', flag: 'Edm.Boolean' }

const property = ([name, type]: readonly [string, FieldType], owner: string) =>
  `<Property Name="${name}" Type="${typeof type === 'object' ? `Collection(StandardODATA.${owner}_${name}_RowType)` : EDM[type]}" Nullable="true"/>`

/** The description of the published sets, among many that nobody asks for. */
export function metadataOf(published: readonly string[]): string {
  const padding = Array.from(
    { length: 300 },
    (_, index) => `<EntityType Name="Catalog_Прочее${index}"><Property Name="Ref_Key" Type="Edm.Guid"/></EntityType>`,
  )
  const types = published.flatMap(set => {
    const fields = Object.entries(fieldsOf(set) ?? {})
    const rows = fields.flatMap(([name, type]) =>
      typeof type === 'object'
        ? `<ComplexType Name="${set}_${name}_RowType"><Property Name="LineNumber" Type="Edm.Int64"/>${Object.entries(
            type.table,
          )
            .map(entry => property(entry, set))
            .join('')}</ComplexType>`
        : [],
    )
    return [
      `<EntityType Name="${set}"><Key><PropertyRef Name="Ref_Key"/></Key>${fields.map(entry => property(entry, set)).join('')}</EntityType>`,
      ...rows,
    ]
  })
  return `<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:DataServiceVersion="3.0"><Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">${[...padding, ...types].join('')}</Schema></edmx:DataServices></edmx:Edmx>`
}
