"""Portuguese header words by what they mean; see `languages`."""

WORDS = """
deal: oportunidade oportunidades negócio negócios negociação negociações proposta propostas
  orçamento orçamentos projeto cotação venda obra pedido_de_orçamento licitação processo apólice
  mandato
account: cliente clientes empresa empresas conta contas organização razão_social nome_fantasia
  companhia comprador sociedade segurado estipulante inquilino lojista parceiro revenda
contact: contato contacto pessoa_de_contato interlocutor decisor
owner: proprietário vendedor vendedora responsável resp comercial consultor consultora executivo
  executiva gestor_da_conta agente atribuído dono corretor representante atendente encarregado
  closer gestor_comercial
assistant: pré_vendedor pré_vendas prevendas sdr assistente apoio hunter
manager: gerente gestor supervisor coordenador diretor chefe líder superior
person: funcionário colaborador usuário utilizador pessoa
name: nome
firstname: primeiro_nome nome_próprio
lastname: sobrenome apelido último_nome
id: id nº n no num número código cód ref referência chave protocolo
title: título assunto descrição objeto tema desc
date: data dia dt em quando hora
create: criação criado criada abertura aberto entrada cadastro inclusão registro registo emissão
  recebimento recebida solicitação início captação
first: primeiro primeira
close: fechamento fecho fechado fechada encerramento encerrado conclusão finalização
won: ganho ganha ganhou aceite aprovado aprovação
lost: perdido perdida perda recusa recusado rejeição descarte
expect: previsão previsto prevista prev estimado estimada est esperado esperada provável
  planejado planeada expectativa
actual: real efetiva efetivo
until: prazo limite vencimento até
decide: decisão
sign: assinatura assinado contrato
order: pedido encomenda
amount: valor montante total preço receita faturamento soma quantia vl vlr ticket honorários
  prémio prêmio mensalidade vgv
net: líquido líquida sem_iva
gross: bruto bruta com_iva
excl: sem
incl: com
vat: iva imposto impostos icms iss
cost: custo custos despesa despesas
margin: margem lucro
listprice: tabela lista catálogo
discount: desconto sinal entrada_paga franquia
weighted: rateada rateado proporcional ponderado ponderada
commission: comissão comissões
budget: verba
paid: pago pagamento recebido
invoice: fatura nota_fiscal nf faturado
unit: unitário unidade
quantity: quantidade qtd qtde horas área
probability: probabilidade prob chance porcentagem percentual temperatura qualificação_nota
stage: etapa fase estágio andamento etapa_do_funil passo_atual
status: situação status estado
outcome: resultado desfecho ganho_perdido
reason: motivo razão causa
source: origem fonte canal proveniência como_conheceu mídia
campaign: campanha
next: próximo próxima seguinte prox
last: último última ult anterior
step: passo ação tarefa atividade
touch: contato contacto ligação visita reunião interação follow_up
modify: modificação modificado alteração alterado atualização atualizado
deliver: entrega envio
install: instalação execução vigência validade renovação mudança
start: início começo
end: fim término
birth: nascimento aniversário
remind: lembrete retorno
product: produto produtos artigo serviço item linha ramo solução
type: tipo natureza
segment: segmento porte
industry: indústria setor ramo_de_atividade
region: país cidade município estado_uf uf província bairro
postcode: cep código_postal
address: endereço morada rua
phone: telefone tel celular telemóvel fone whatsapp
email: email e_mail correio
taxno: cnpj cpf nif inscrição
note: nota notas observação observações comentário comentários obs
url: link url site
competitor: concorrente concorrência
currency: moeda
pipeline: funil pipeline
forecast: previsão_de_vendas forecast
category: categoria
team: equipe equipa time grupo
territory: território região filial zona área escritório unidade_de_negócio praça
role: cargo função papel posição
hire: admissão contratação
leave: desligamento demissão saída
target: meta metas objetivo quota cota
period: mês trimestre ano período semana
activity: atividade atividades ligação visita tarefa
duration: duração minutos
sales: venda vendas comercial
new: novo nova
old: anterior antigo
to: para
from: de
by: por
stagename: qualificação demonstração apresentação
send: enviada enviado apresentada
filler: de do da dos das a o e ou no na um uma para é
"""
