import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from "typeorm";

const camelRow = { createdAt: "created_at", updatedAt: "updated_at" } as const;

@Entity({ schema: "catalog", name: "products" })
export class Product {
  @PrimaryColumn("uuid") id: string;
  @Column("text") name: string;
  @Column("text", { nullable: true }) description: string | null;
  @Column("numeric") price: string;
  @Column("uuid", { name: "category_id" }) category: string;
  @Column("integer", { name: "inventory_count" }) inventoryCount: number;
  @Column("boolean", { name: "is_active" }) isActive: boolean;
  @CreateDateColumn({ name: camelRow.createdAt, type: "timestamptz" }) createdAt: Date;
  @UpdateDateColumn({ name: camelRow.updatedAt, type: "timestamptz" }) updatedAt: Date;
  /** Counted by a trigger of the table. */
  @Column({ type: "integer", insert: false, update: false }) version: number;
  @DeleteDateColumn({ name: "deleted_at", type: "timestamptz" }) deletedAt: Date | null;
}

@Entity({ schema: "orders", name: "orders" })
export class Order {
  @PrimaryColumn("uuid") id: string;
  @Column("uuid") customer: string;
  @Column("numeric") total: string;
  @Column("jsonb", { name: "deliver_to" }) deliverTo: object;
}

@Entity({ schema: "orders", name: "order_lines" })
export class OrderLine {
  @PrimaryColumn("uuid") id: string;
  @Column("uuid", { name: "order_id" }) order: string;
  @Column("uuid") customer: string;
  @Column("uuid") product: string;
  @Column("text") name: string;
  @Column("numeric", { name: "unit_price" }) unitPrice: string;
  @Column("integer") quantity: number;
  @Column("numeric", { name: "line_total" }) lineTotal: string;
}

@Entity({ schema: "orders", name: "payments" })
export class Payment {
  @PrimaryColumn("uuid") id: string;
  @Column("uuid", { name: "order_id" }) order: string;
  @Column("uuid") customer: string;
  @Column("numeric") amount: string;
}
