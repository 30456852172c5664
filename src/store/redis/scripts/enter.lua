-- In front of the scripts that write log entries.
-- The stream's ids follow the instants of the decisions, with less than 256 of one millisecond: such a one is a number of seven bytes, its stamp.
-- An entry that comes late (from a spool) goes to the end.
local function append(stream, ms, json)
  while true do
    local id = redis.pcall('XADD', stream, string.format('%.0f-*', ms), 'e', json)
    if type(id) == 'string' then
      local seq = tonumber(string.match(id, '%d+$'))
      if seq < 256 then return ms * 256 + seq end
      redis.call('XDEL', stream, id)
      ms = ms + 1
    elseif string.find(id.err, 'smaller', 1, true) then
      local info = redis.call('XINFO', 'STREAM', stream)
      for field = 1, #info, 2 do
        if info[field] == 'last-generated-id' then ms = tonumber(string.match(info[field + 1], '^%d+')) end
      end
    else
      error(id)
    end
  end
end

-- Writes an entry to its bucket's stream and to the lists that name it (entry-lists.ts): all, those that came late, and those of its subject. That
-- one begins with the key that unseals. It goes with the last entry (entry-expiry.ts); that it expires by itself, if nobody tends the log, is put off
-- for a month at a time, not by each entry.
-- Whoever follows is told where the entry is.
local function enter(channel, bucket, stream, all, late, subject, atMs, kind, key, wantedMs, json)
  local stamp = append(stream, atMs, json)
  local item = struct.pack('>I7I6', stamp, kind)
  redis.call('APPEND', all, item)
  if math.floor(stamp / 256) ~= atMs then redis.call('APPEND', late, item) end
  local leftMs = redis.call('PTTL', subject)
  if leftMs == -2 then
    redis.call('SET', subject, key .. item, 'PX', wantedMs + 30 * 86400000)
  else
    redis.call('APPEND', subject, item)
    if leftMs < wantedMs then redis.call('PEXPIRE', subject, wantedMs + 30 * 86400000) end
  end
  redis.call('PUBLISH', channel, string.format('%s %.0f', bucket, stamp))
end
