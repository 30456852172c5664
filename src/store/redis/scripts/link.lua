-- Links a customer to an address and then reads the address's suppressions, in that order: a refusal that comes later finds the link, one that
-- came earlier is read here. An address with too many customers for copies is shared: its decisions look here each time.
-- KEYS[1] the address's suppressions (a hash) · KEYS[2] the customers linked to it (a set) · KEYS[3] the last customer of a shared address
-- ARGV[1] customer, empty: only read · ARGV[2] most customers to link
-- RETURN  {1 where shared for this customer, suppression, suppression, ...}
local customer, most = ARGV[1], tonumber(ARGV[2])
local shared = 0
if customer ~= '' and redis.call('SISMEMBER', KEYS[2], customer) == 0 then
  if redis.call('SCARD', KEYS[2]) < most then
    redis.call('SADD', KEYS[2], customer)
  else
    shared = 1
    redis.call('SET', KEYS[3], customer)
  end
end
local answer = {shared}
for _, value in ipairs(redis.call('HVALS', KEYS[1])) do
  answer[#answer + 1] = value
end
return answer
