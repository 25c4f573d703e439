"""Spanish header words by what they mean; see `languages`."""

WORDS = """
deal: oportunidad oportunidades negocio negocios oferta ofertas presupuesto presupuestos
  proyecto proyectos trato tratos propuesta cotización cotizaciones expediente operación
  licitación venta pedido_venta obra solicitud póliza encargo
account: cliente clientes clte empresa empresas cuenta cuentas compañía razón_social
  organización comprador prospecto sociedad entidad asegurado tomador socio_comercial inquilino
  distribuidor
contact: contacto persona_de_contacto interlocutor decisor
owner: propietario propietaria comercial vendedor vendedora responsable asesor asesora ejecutivo
  ejecutiva ejecutivo_de_ventas gestor gestora agente asignado encargado encargada representante
  atendido_por consultor delegado corredor resp titular ejec kam
assistant: asistente ayudante preventa apoyo televendedor soporte colaborador
manager: jefe jefa gerente director directora supervisor supervisora responsable_directo
  jefe_de_ventas coordinador mando superior reporta_a
person: empleado empleada persona usuario trabajador colaborador
name: nombre nombres denominación
firstname: nombre_de_pila
lastname: apellido apellidos
id: id nº n no num número código cód clave referencia ref folio identificador nro
title: título asunto descripción concepto objeto tema desc detalle
date: fecha fec f fch día cuándo el hora
create: creación creado creada alta apertura abierto_el entrada registro registrado ingreso
  recibido recepción solicitud emisión inicio captura
first: primer primera primero
close: cierre cerrado cerrada cierre_venta finalización conclusión resolución
won: ganado ganada ganar adjudicación adjudicado aceptación aceptado
lost: perdido perdida pérdida rechazo rechazado rechazada descarte no_venta fallida
expect: previsto prevista previsión prev estimado estimada est esperado esperada probable
  planificado proyectado tentativa pronosticado
actual: real efectivo efectiva
until: vencimiento límite plazo hasta
decide: decisión resolución
sign: firma firmado contrato
order: pedido orden_de_compra oc
amount: importe imp monto valor total precio ingresos facturación suma cuantía volumen
  honorarios prima renta venta_total
net: neto neta sin_iva s_iva base base_imponible
gross: bruto bruta con_iva c_iva
excl: sin s
incl: con incluido c
vat: iva igv impuesto impuestos igic
cost: coste costo costes costos gasto gastos
margin: margen beneficio utilidad ganancia
listprice: tarifa lista catálogo pvp
discount: descuento dto bonificación anticipo franquicia
weighted: prorrateado prorrateados ponderado ponderada
commission: comisión comisiones
budget: presupuesto_cliente
paid: pagado pago cobro cobrado
invoice: factura facturado
unit: unitario unidad por
quantity: cantidad cant número_de unidades horas superficie
probability: probabilidad prob porcentaje certeza puntuación posibilidad
stage: etapa fase estadio paso avance etapa_de_venta nivel
status: estado estatus situación status
outcome: resultado desenlace ganado_perdido
reason: motivo razón causa
source: origen fuente procedencia canal vía medio cómo_nos_conoció captación
campaign: campaña
next: próximo próxima siguiente sig prox
last: último última últ ult anterior
step: paso acción tarea gestión actividad
touch: contacto llamada visita reunión cita seguimiento contactado
modify: modificación modificado actualización actualizado cambio
deliver: entrega envío entregado
install: instalación puesta_en_marcha ejecución vigencia caducidad renovación montaje validez
start: inicio comienzo
end: fin término final
birth: nacimiento cumpleaños
remind: recordatorio
product: producto productos artículo servicio línea gama familia ramo solución
type: tipo clase naturaleza
segment: segmento categoría_cliente
industry: industria sector giro rubro
region: provincia país ciudad población municipio localidad comunidad estado_provincia
  departamento
postcode: cp c_p código_postal
address: dirección calle domicilio
phone: teléfono tel móvil celular tfno tlf telf
email: email correo mail correo_electrónico e_mail
taxno: cif nif rfc ruc rut nit cuit
note: nota notas comentario comentarios observación observaciones obs
url: enlace url web
competitor: competidor competencia competidores
currency: moneda divisa
pipeline: embudo pipeline proceso_de_ventas
forecast: pronóstico previsión forecast
category: categoría
team: equipo grupo departamento_comercial
territory: territorio zona región sucursal oficina delegación sede área plaza
role: rol cargo puesto función posición
hire: ingreso incorporación contratación antigüedad fecha_de_ingreso
leave: baja salida
target: meta objetivo cuota metas objetivos
period: mes trimestre año periodo período semana ejercicio
activity: actividad actividades llamada visita gestión acción
duration: duración minutos min
sales: ventas venta comercial
new: nuevo nueva
old: anterior antiguo
to: a hacia
from: de desde
by: por
stagename: negociación prospección calificación propuesta_enviada
send: enviada enviado presentada entregada
filler: de del la el los las y o en al un una para es se su eur
"""
