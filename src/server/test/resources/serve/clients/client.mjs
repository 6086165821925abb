// Makes a client from an OpenAPI description and calls one of its operations.
// usage: node client.mjs ADDRESS OPERATION PARAMETERS-AS-JSON
import SwaggerClient from 'swagger-client'

const [address, operationId, parameters] = process.argv.slice(2)
const client = await SwaggerClient(address)
if (client.errors.length > 0) {
  throw new Error(JSON.stringify(client.errors))
}
const answer = await client.execute({ operationId, parameters: JSON.parse(parameters) })
console.log(JSON.stringify(answer.body))
