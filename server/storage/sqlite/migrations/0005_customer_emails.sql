-- E-mail addresses of customers.

CREATE TABLE customer_email (
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  position INTEGER NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (customer_id, position)
) STRICT, WITHOUT ROWID;
