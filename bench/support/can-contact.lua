-- wrk's requests: POST /can-contact for one customer after the other, as `walk` in service.ts orders them.
-- arguments: first step, customers, the first one's number, `address` or `none`

local step, customers, from, withAddress, head

function init(args)
  step, customers, from, withAddress = tonumber(args[1]), tonumber(args[2]), tonumber(args[3]), args[4] == 'address'
  head = 'POST /can-contact HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: '
end

function request()
  local id = string.format('c%07d', from + (step * 104729) % customers)
  step = step + 1
  local address = withAddress and ',"address":"' .. id .. '@example.com"' or ''
  local body = '{"customerId":"' .. id .. '","channel":"email","purpose":"marketing.promotions"' .. address .. '}'
  return head .. #body .. '\r\n\r\n' .. body
end
